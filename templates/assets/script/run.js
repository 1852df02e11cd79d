// What each page has of all this.

document.querySelectorAll("input.code").forEach(cleanField);
document.querySelectorAll("input[data-sms]").forEach(receiveCode);
document.querySelectorAll("form").forEach(sendOnce);
document.querySelectorAll("[data-wait]").forEach(countDown);
document.querySelectorAll("[data-resend]").forEach(countResend);
document.querySelectorAll("[data-copy]").forEach(copyFrom);
document.querySelectorAll("[data-download]").forEach(downloadFrom);
document.querySelectorAll("[data-print]").forEach(printFrom);
document.querySelectorAll("[data-into]").forEach(readInto);
localiseTimes();
