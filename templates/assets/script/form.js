// Forms.

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
