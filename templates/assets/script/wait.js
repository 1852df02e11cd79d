// Clocks that count down.

// Shows what is left in `clock` and calls `finish` at the end.
function runClock(clock, seconds, finish) {
  const end = Date.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    return left;
  };
  show();
  const timer = setInterval(() => {
    if (show() > 0) return;
    clearInterval(timer);
    finish();
  }, 250);
}

// While the next try has to wait, the field is off and a clock runs.
function countDown(line) {
  const group = line.closest(".code-form");
  const controls = group.querySelectorAll("form input:not([type=hidden]), form button");
  for (const control of controls) control.disabled = true;
  group.querySelector("[data-wait-text]").hidden = true;
  line.hidden = false;
  runClock(line.querySelector("[role=timer]"), Number(line.dataset.wait), () => {
    for (const control of controls) control.disabled = false;
    group.querySelector("[data-wait-over]").hidden = false;
    const field = group.querySelector("[aria-invalid]");
    if (field) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      field.focus();
    }
    line.closest("[data-problem]").hidden = true;
  });
}

// While another message has to wait, its button is off and a clock runs.
function countResend(button) {
  const line = button.form.querySelector("[data-resend-clock]");
  button.disabled = true;
  button.form.querySelector("[data-resend-text]").hidden = true;
  line.hidden = false;
  runClock(line.querySelector("[role=timer]"), Number(button.dataset.resend), () => {
    button.disabled = false;
    line.hidden = true;
  });
}
