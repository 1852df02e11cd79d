// What the portal's pages do better with script. Every page works without it.
"use strict";

const lang = document.documentElement.lang;

// A code is six digits. It may be pasted with spaces or words around it, or typed with the digits
// of another script; what is left in the field is plain digits.
const ZEROS = [0x0660, 0x06f0]; // Arabic-Indic, Extended Arabic-Indic

function digitsOf(text) {
  let digits = "";
  for (const char of text) {
    const point = char.codePointAt(0);
    const zero = ZEROS.find((first) => point >= first && point <= first + 9);
    if (zero !== undefined) digits += String(point - zero);
    else if (char >= "0" && char <= "9") digits += char;
  }
  return digits;
}

function cleanField(field) {
  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    const digits = digitsOf(field.value);
    if (digits !== field.value) field.value = digits;
  });
}

// A second click must not send the same code again: the server takes each code once. After a while
// it may, since the first may have been stopped on its way.
function sendOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    setTimeout(() => {
      sent = false;
    }, 5000);
  });
  // The page may come back from the browser's memory.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

// While the next try has to wait, the field is off and a clock runs.
function countDown(line) {
  const clock = line.querySelector("[role=timer]");
  const form = document.getElementById("code")?.form;
  const controls = form ? form.querySelectorAll("#code, button") : [];
  const end = Date.now() + Number(line.dataset.wait) * 1000;

  const show = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    return left;
  };
  const finish = () => {
    for (const control of controls) control.disabled = false;
    const over = document.querySelector("[data-wait-over]");
    if (over) over.hidden = false;
    const field = document.getElementById("code");
    if (field) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
      field.focus();
    }
    line.closest("[data-problem]").hidden = true;
  };

  for (const control of controls) control.disabled = true;
  const words = document.querySelector("[data-wait-text]");
  if (words) words.hidden = true;
  line.hidden = false;
  show();
  const timer = setInterval(() => {
    if (show() > 0) return;
    clearInterval(timer);
    finish();
  }, 250);
}

function copyFrom(button) {
  if (!navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      window.getSelection().selectAllChildren(source);
      return;
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => {
      button.textContent = label;
    }, 2500);
  });
}

// The reader's own region where the browser names one for this language, such as de-CH for de.
function localiseTimes() {
  const region = navigator.languages.find((tag) => tag.split("-")[0] === lang);
  const format = new Intl.DateTimeFormat(region ?? lang, { dateStyle: "medium", timeStyle: "short" });
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    time.title = time.textContent;
    time.textContent = format.format(moment);
  }
}

document.querySelectorAll("input.code").forEach(cleanField);
document.querySelectorAll("form").forEach(sendOnce);
document.querySelectorAll("[data-wait]").forEach(countDown);
document.querySelectorAll("[data-copy]").forEach(copyFrom);
localiseTimes();
