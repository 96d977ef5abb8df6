// Feeds as ical.js reads them (Thunderbird), as JSON.
// usage: node read_with_ical_js.mjs FILE…

import { readFileSync } from "node:fs";
import ICAL from "ical.js";

// A property that cannot be read as its type is an error, not a text.
ICAL.design.strict = true;

// A date, or a Unix time by the feed's own VTIMEZONE.
function moment(time) {
  return time.isDate ? time.toString() : time.toUnixTime();
}

function event(component) {
  const read = new ICAL.Event(component);
  return {
    uid: read.uid,
    starts: moment(read.startDate),
    ends: moment(read.endDate),
    title: read.summary,
    sequence: read.sequence,
    cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
  };
}

function feed(path) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  return { errors: [], events: calendar.getAllSubcomponents("vevent").map(event) };
}

const files = process.argv.slice(2);
console.log(JSON.stringify(Object.fromEntries(files.map((path) => [path, feed(path)]))));
