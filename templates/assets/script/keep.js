// Keeping a key or recovery codes.

// The text of a key, or the lines of a list.
function textOf(source) {
  const items = source.querySelectorAll("li");
  if (items.length === 0) return source.textContent;
  return Array.from(items, (item) => `${item.textContent}\n`).join("");
}

function copyFrom(button) {
  if (!navigator.clipboard) return;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(textOf(source));
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

// The codes never leave the browser for this: the file is made here.
function downloadFrom(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.download);
    const head = `${location.hostname}\n${document.querySelector(".subject").textContent}\n\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([head, textOf(source)], { type: "text/plain" }));
    link.download = button.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}

function printFrom(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
