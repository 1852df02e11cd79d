// Codes.

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

// Browsers that can read the one text message that names this site offer its code (WebOTP). It is
// filled in and not sent: the person may have a box to tick first.
async function receiveCode(field) {
  if (!("OTPCredential" in window)) return;
  const waiting = new AbortController();
  field.form.addEventListener("submit", () => waiting.abort());
  try {
    const message = await navigator.credentials.get({
      otp: { transport: ["sms"] },
      signal: waiting.signal,
    });
    if (message && field.value === "") field.value = digitsOf(message.code);
  } catch {
    // It was sent by hand, or the browser was told not to.
  }
}
