// The words of the page about the alert, in English.

export const strings = {
  intro:
    "When somebody waits and no colleague has the console open who could help, we send a mail. It says how many wait, never what they wrote.",
  on: "Send a mail when customers wait and nobody is there",
  addresses: "To these addresses",
  addressesHelp: "One in each line, at most ten.",
  after: "When somebody has waited",
  every: "At most one mail in",
  minutes: "minutes",
  hoursOnly: "Only inside the hours of the team they wait for",
  hoursOnlyHelp: "Outside its hours customers are offered to leave a message instead.",
  saved: "The alert is saved.",
  noMail:
    "No mail goes out of this installation, so nothing will be sent. HANDRAIL_SMTP_URL and HANDRAIL_MAIL_FROM change that.",
  last: "Last mail",
  never: "None has gone so far.",
  sent: (when: string, waiting: number, minutes: number) =>
    `${when}: ${waiting === 1 ? "1 customer" : `${waiting} customers`} waited, the longest for ${minutes} min.`,
};
