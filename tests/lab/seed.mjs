// Makes the lab's mailboxes: Dovecot's users file, Postfix's domains and aliases, and a maildir with
// the same six messages for each mailbox. Called by tests/lab/start.
//
//   node seed.mjs STATE UID GID PASSWORD ODD_PASSWORD
import fs from "node:fs";
import path from "node:path";

const [state, uidText, gidText, password, oddPassword] = process.argv.slice(2);
const uid = Number(uidText);
const gid = Number(gidText);
const mailRoot = path.join(state, "mail");

// Three domains named after the policy that the tests give them, and some that tempt a policy lookup.
const POLICY_DOMAINS = ["required.test", "optional.test", "disabled.test"];
const ODD_DOMAINS = ["unlisted.test", "sub.required.test", "required.test.evil.test", "xn--bcher-kva.test"];
const NUMBERED = 60; // user1@ … user60@ of each policy domain: a mailbox of its own for every test

// alias -> mailbox; Dovecot opens the mailbox without a word, as IMAP servers do.
const ALIASES = {
  "alice@alias.test": "alice@required.test",
  "sales@optional.test": "bob@required.test",
  "info@required.test": "bob@optional.test",
};

const boxes = [];
for (const domain of POLICY_DOMAINS) {
  const names = ["alice", "bob"];
  for (let n = 1; n <= NUMBERED; n += 1) names.push(`user${n}`);
  for (const name of names) boxes.push({ name, domain, password });
  boxes.push({ name: "odd", domain, password: oddPassword });
}
for (const domain of ODD_DOMAINS) {
  for (const name of ["alice", "bob"]) boxes.push({ name, domain, password });
}

const secretOf = (text) => `{PLAIN.b64}${Buffer.from(text, "utf8").toString("base64")}`;
const homeOf = (address) => {
  const at = address.lastIndexOf("@");
  return path.join(mailRoot, address.slice(at + 1), address.slice(0, at));
};

const users = [];
for (const { name, domain, password: secret } of boxes) {
  const address = `${name}@${domain}`;
  users.push(`${address}:${secretOf(secret)}:${uid}:${gid}::${homeOf(address)}::`);
}
// A login name without a domain, as servers with system users have it.
users.push(`plain:${secretOf(password)}:${uid}:${gid}::${homeOf("bob@unlisted.test")}::`);
for (const [alias, target] of Object.entries(ALIASES)) {
  users.push(
    `${alias}:${secretOf(password)}:${uid}:${gid}::${homeOf(target)}::user=${target} userdb_user=${target}`,
  );
}
fs.writeFileSync(path.join(state, "dovecot/users"), `${users.join("\n")}\n`, { mode: 0o644 });

const domains = new Set([...boxes.map((box) => box.domain), ...Object.keys(ALIASES).map((a) => a.split("@")[1])]);
fs.writeFileSync(path.join(state, "postfix/domains"), [...domains].map((d) => `${d} lab\n`).join(""));
fs.writeFileSync(
  path.join(state, "postfix/virtual"),
  Object.entries(ALIASES).map(([alias, target]) => `${alias} ${target}\n`).join(""),
);

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** The six messages of a mailbox, oldest first: [subject, content type lines, body]. */
function messagesOf(address) {
  const plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit";
  const mixed =
    "--lab\nContent-Type: text/plain; charset=utf-8\n\nThe file is attached.\n\n" +
    `--lab\nContent-Type: image/png; name="dot.png"\nContent-Disposition: attachment; filename="dot.png"\n` +
    `Content-Transfer-Encoding: base64\n\n${PNG}\n--lab--\n`;
  return [
    ["LAB-SECRET-SUBJECT-MARKER quarterly numbers", plain, "Nothing but a subject.\n"],
    ["Contract", plain, "LAB-SECRET-MAIL-MARKER is the sentence that only the mailbox's owner may read.\n"],
    ["Lunch on Thursday", plain, "Shall we meet at noon?\n"],
    ["Newsletter", "Content-Type: text/html; charset=utf-8", "<h1>News</h1><p>All is <b>well</b>.</p>\n"],
    ["A picture", 'Content-Type: multipart/mixed; boundary="lab"', mixed],
    [`Welcome ${address}`, plain, `Hello ${address}, grüß Gott, 你好.\n`],
  ];
}

const owned = (dir) => {
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  fs.chownSync(dir, uid, gid);
};
fs.mkdirSync(mailRoot, { recursive: true, mode: 0o755 });
const now = Math.floor(Date.now() / 1000);
for (const { name, domain } of boxes) {
  const address = `${name}@${domain}`;
  owned(path.join(mailRoot, domain));
  const home = homeOf(address);
  for (const part of ["", "Maildir", "Maildir/cur", "Maildir/new", "Maildir/tmp"]) owned(path.join(home, part));
  messagesOf(address).forEach(([subject, type, body], index) => {
    const at = now - 3600 * (6 - index);
    const text =
      `Return-Path: <carol@lab.test>\nFrom: Carol Example <carol@lab.test>\nTo: ${address}\n` +
      `Subject: ${subject}\nDate: ${new Date(at * 1000).toUTCString().replace("GMT", "+0000")}\n` +
      `Message-ID: <seed-${index}.${address}>\nMIME-Version: 1.0\n${type}\n\n${body}`;
    const file = path.join(home, "Maildir/cur", `${at}.M${index}P1.lab:2,`);
    fs.writeFileSync(file, text, { mode: 0o600 });
    fs.chownSync(file, uid, gid);
    fs.utimesSync(file, at, at);
  });
}
console.log(`lab: ${boxes.length} mailboxes, ${Object.keys(ALIASES).length} aliases`);
