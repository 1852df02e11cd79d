// Moments in time.

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
