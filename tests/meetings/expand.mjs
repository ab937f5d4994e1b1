// Expands calendars with ical.js as a calendar program would: a JSON list of feeds on standard
// input gives a list of lists of [start, end], in seconds since 1970, on standard output.
import { argv, stdin } from "node:process";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(argv[2]));
const MOST = 5000;

function occurrencesOf(feed) {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  const events = calendar.getAllSubcomponents("vevent").map((found) => new ICAL.Event(found));
  const series = events.filter((event) => !event.isRecurrenceException());
  const found = [];
  for (const event of series) {
    events
      .filter((other) => other.isRecurrenceException() && other.uid === event.uid)
      .forEach((other) => event.relateException(other));
    const iterator = event.iterator();
    for (let start = iterator.next(); start && found.length < MOST; start = iterator.next()) {
      const details = event.getOccurrenceDetails(start);
      found.push([details.startDate.toUnixTime(), details.endDate.toUnixTime()]);
    }
  }
  return found;
}

let given = "";
stdin.setEncoding("utf8");
for await (const piece of stdin) given += piece;
console.log(JSON.stringify(JSON.parse(given).map(occurrencesOf)));
