// Reads calendars with ical.js: a JSON list of them on standard input gives for each its method,
// the zone of each event's start by name and offset, and all properties with their parameters.
import { argv, stdin } from "node:process";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(argv[2]));

function read(content) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const events = calendar.getAllSubcomponents("vevent").map((event) => ({
    start: event.getFirstPropertyValue("dtstart").toJSDate().toISOString(),
    properties: event.getAllProperties().map((property) => property.toJSON()),
    inside: event.getAllSubcomponents().length,
  }));
  return { method: calendar.getFirstPropertyValue("method"), events };
}

let given = "";
stdin.setEncoding("utf8");
for await (const piece of stdin) given += piece;
console.log(JSON.stringify(JSON.parse(given).map(read)));
