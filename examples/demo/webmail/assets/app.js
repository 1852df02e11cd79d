// Keeps the number of unread letters fresh and sends attachments ahead of their letter.
"use strict";

const SCRIPTED = { "X-Requested-With": "XMLHttpRequest" };

async function refreshUnread(badge) {
  const response = await fetch("/mail/unread", { headers: SCRIPTED });
  if (response.status === 401) {
    location.reload();
    return;
  }
  if (!response.ok) return;
  const { unread } = await response.json();
  badge.textContent = unread;
  badge.hidden = unread === 0;
}

async function attach(file, target, list) {
  const line = document.createElement("li");
  line.textContent = `${file.name}: sending…`;
  list.append(line);
  const response = await fetch(target, { method: "POST", headers: SCRIPTED, body: file });
  if (!response.ok) {
    line.textContent = `${file.name}: could not be sent`;
    return;
  }
  const name = `${file.name} (${await response.text()} bytes)`;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "attachment";
  field.value = name;
  line.textContent = name;
  line.append(field);
}

const badge = document.getElementById("unread");
if (badge) setInterval(() => refreshUnread(badge).catch(() => {}), 30_000);

const files = document.getElementById("files");
if (files) {
  files.addEventListener("change", () => {
    const list = document.getElementById("attachments");
    for (const file of files.files) attach(file, files.dataset.upload, list).catch(() => {});
    files.value = "";
  });
}
