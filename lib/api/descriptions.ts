import type { PathName } from "./paths.ts";

/** What each operation does, in a sentence or two: the words of the reference and of the OpenAPI document. */
export const descriptions: Record<PathName, string> = {
  "session.get": "Who is asking: the person and their workspaces with their role in each, or what an API key may do.",
  "session.end": "Signs out. The session counts nowhere any more.",
  "session.list": "Where you are signed in.",
  "session.endOthers": "Signs you out everywhere but here.",
  "session.revoke": "Ends one of your sessions.",
  "account.update": "Changes your name, as everybody sees it in every workspace.",
  "account.disconnect":
    "Ends the connection of your account with the OpenID provider, and your sessions elsewhere. It answers 409 where it is the only way in, because the account has no password.",
  "instance.claim":
    "Makes the first account and workspace of a new instance, with the token that the server printed when it started. Works once.",
  "account.signUp":
    "Signs somebody up, where SIGNUP is open: an account, and a workspace of their own. Where mail is sent, both are made by the link that goes to the address. The answer is the same for every address.",
  "account.confirm":
    "Makes the account and the workspace by the mailed link, with the password that its reader chooses.",
  "password.forgot":
    "Mails a link that sets a new password, once, within ten minutes. The answer is the same for every address, known or not.",
  "password.reset": "Sets a new password by such a link, and ends every session of the account.",
  "password.change": "Changes your password and ends your other sessions.",
  "workspace.create":
    "Makes a workspace that you own. Any account may with SIGNUP=open; otherwise only the one that claimed the instance.",
  "workspace.get": "The workspace's name, slug, time zone, currency, horizon names and reasons for setting aside.",
  "workspace.update": "Changes the workspace's settings. Once the slug is another, the old one is 404.",
  "workspace.delete": "Deletes the workspace with everything in it, for good. Only its owner may.",
  "invitation.get": "What an invitation is for: workspace, role, and whether its address has an account already.",
  "invitation.accept": "Accepts an invitation. Who is new gives a name and a password; who is signed in gives nothing.",
  "member.list": "Everybody in the workspace, with their roles.",
  "member.update": "Gives a member another role. It counts everywhere within a second.",
  "member.remove": "Takes a member out of the workspace. What they wrote stays. The last owner cannot leave.",
  "invitation.list": "Invitations that nobody has accepted yet.",
  "invitation.create":
    "Invites an address with a role. The answer holds the link's token, once; it works once, for seven days. Where mail is sent, the link is mailed too.",
  "invitation.revoke": "Takes an invitation back; its link is dead.",
  "apiKey.list": "The workspace's API keys, without the keys themselves.",
  "apiKey.create": "Makes an API key with these scopes. The key is in this answer and never shown again.",
  "apiKey.update": "Renames a key, or changes its scopes or the day it ends.",
  "apiKey.revoke": "Ends a key. It is refused within a second.",
  "product.list": "The workspace's products, by name: what feedback, ideas, objectives and initiatives can be of.",
  "product.create":
    "Makes a product. Two cannot have one name, however it is capitalised; a workspace has at most 100.",
  "product.update": "Renames a product. What is of it stays of it.",
  "product.delete": "Deletes a product that no record is of; 409 says how many there are. Can be undone.",

  "company.list": "Companies by name, ARR, renewal, health or what they ask for, filtered.",
  "company.create": "Makes a company.",
  "company.tiers": "The tiers in use, to choose from.",
  "company.get": "A company with its contacts, and counts of what it said.",
  "company.update": "Changes the fields that are sent; the others stay.",
  "company.delete": "Deletes a company. What it said stays, without a company. Can be undone.",
  "company.upsert": "Makes or changes the company that this source calls by this id, as a CRM's sync does.",
  "company.asks": "What a company asked for, and where each stands: in the inbox, on the roadmap, done, or set aside.",
  "contact.list": "Contacts, of one company or of all.",
  "contact.create": "Makes a contact.",
  "contact.get": "A contact.",
  "contact.update": "Changes the fields that are sent; the others stay.",
  "contact.delete": "Deletes a contact. What they said stays. Can be undone.",
  "contact.asks": "What a contact asked for, and where each stands: in the inbox, on the roadmap, done, or set aside.",

  "metric.list": "Metrics with their latest value and the course of the last points.",
  "metric.create": "Makes a metric: what it measures, in words, its unit and which way is better.",
  "metric.get": "A metric with its latest point.",
  "metric.update": "Changes the fields that are sent; the others stay.",
  "metric.delete": "Deletes a metric that nothing is measured by. Can be undone.",
  "metric.points": "The points of a metric, the newest first.",
  "metric.record":
    "Records points, late and corrected ones too: the same instant again replaces its value. At most 10,000 at once.",

  "objective.list": "Objectives, page by page.",
  "objective.tree": "All objectives as a tree, with key results, computed progress and pace, in one answer.",
  "objective.create": "Makes an objective, below another one if told.",
  "objective.get": "An objective with its key results, and the evidence behind it added up.",
  "objective.update": "Changes the fields that are sent; the others stay.",
  "objective.delete": "Deletes an objective with its key results. Can be undone.",
  "objective.close": "Closes an objective, with a note on how it went.",
  "objective.reopen": "Opens a closed objective again.",
  "keyResult.list": "The key results of an objective.",
  "keyResult.create": "Makes a key result: a metric with a start and a target, or a milestone from 0 to 100.",
  "keyResult.get": "A key result with its course, progress and pace.",
  "keyResult.update": "Changes the fields that are sent; the others stay.",
  "keyResult.delete": "Deletes a key result. Can be undone.",
  "checkIn.list": "The check-ins of a key result, the newest first.",
  "checkIn.create": "Checks in: a value, a confidence and a line. The value becomes a point of the metric.",

  "request.list": "What you have sent in for customers, and where each of it stands. An API key has sent in nothing.",
  "request.create":
    "Writes down what a customer asks for. With `ideaId` it is linked to that idea in the same step; without, it waits in the inbox.",
  "request.similar": "Ideas that share telling words with what somebody is writing, the most alike first.",
  "feedback.list": "Feedback, filtered by state, source, company, contact, owner, tag and words, page by page.",
  "feedback.count": "How many there are in each state, up to a thousand.",
  "feedback.create":
    "Takes in something that somebody said. Contact and company are matched or made on the way. The same source and external id again is an update, or `unchanged`.",
  "feedback.batch": "Takes in up to 1,000 records. Each has a result of its own; a bad one stops no other.",
  "feedback.upsert": "Takes in the record that this source calls by this id, as a help desk's webhook does.",
  "feedback.get": "One message, with its conversation, company, ideas and state.",
  "feedback.update": "Changes the fields that are sent; what a person edits is not overwritten by the source later.",
  "feedback.delete": "Deletes feedback. It can be restored for 30 days.",
  "feedback.restore": "Brings back what was deleted.",
  "feedback.review": "Done with it: answered, nothing to link.",
  "feedback.reopen": "Puts it back into the inbox.",
  "feedback.setAside":
    "Sets it aside, with a reason, what may be told to the customer, and when it comes back by itself.",

  "evidence.link": "Links feedback to an idea, with the words that matter and how much. It counts as reviewed then.",
  "evidence.unlink": "Takes the link away. Without any, the feedback is in the inbox again.",
  "evidence.list": "What was said for an idea, and by whom.",
  "idea.stages": "The stages of ideas, in their order.",
  "idea.list": "Ideas by demand, ARR, age or score, filtered; with `groupBy` stage by stage.",
  "idea.count": "How many are open, and how many set aside, up to a thousand.",
  "idea.create": "Makes an idea: a problem worth solving.",
  "idea.get":
    "An idea with its demand: feedback, companies and ARR behind it, and how much of that is the largest company's.",
  "idea.update": "Changes the fields that are sent; the others stay.",
  "idea.delete": "Deletes an idea; its feedback is in the inbox again. Can be undone.",
  "idea.setAside": "Decides against an idea for now, with a reason.",
  "idea.reopen": "Takes an idea up again.",

  "mention.suggest": "Up to eight members whose name, or a word of it, begins with what was typed behind an at sign.",
  "comment.list": "What was said about a record among members, the oldest first.",
  "comment.create": "Comments on a record, in Markdown. A member is mentioned as `@[Name](user:id)`.",
  "comment.get": "A comment.",
  "comment.update": "Changes a comment of one's own.",
  "comment.delete": "Deletes a comment. Can be undone.",
  "notification.list": "What you were told in this workspace, the newest first. An API key is told of nothing.",
  "notification.count": "How many of your notifications are unread, up to 100.",
  "notification.read":
    "Marks notifications of yours as read: those with these ids, or with `all` the newest 5,000. The answer tells whether more are left.",
  "notification.unread": "Marks notifications of yours as unread.",
  "notification.settings": "Which kinds of notification you get, in the app and by mail.",
  "notification.updateSettings": "Changes which kinds of notification you get.",
  "follow.get": "Whether you are told of what happens to a record, and how many are.",
  "follow.set": "Follows a record, or stops. Who made it, owns it or commented on it follows it without this.",

  "initiative.list": "The roadmap's cards, page by page.",
  "initiative.create":
    "Makes a card in a horizon, linked to ideas, objectives and key results. The reason stands at each of these links.",
  "initiative.get": "A card with its links, outcomes and demand.",
  "initiative.update":
    "Changes the fields that are sent; a list of links replaces the one that is there. The reason stands at the links that are new.",
  "initiative.delete": "Deletes a card. Can be undone.",
  "initiative.move":
    "Moves a card to a horizon, after another card, with a reason. To `done` it goes when each outcome has a verdict or a review that is still due.",
  "initiative.setAside": "Takes a card off the roadmap, with a reason.",
  "initiative.reopen": "Puts a card back on the roadmap.",
  "outcome.list": "The bets of a card.",
  "outcome.create":
    "Bets on a metric: the level expected, and by when. The baseline comes from the series unless told.",
  "outcome.update": "Changes the fields that are sent; the others stay.",
  "outcome.delete": "Takes a bet back. Can be undone.",
  "outcome.review": "The verdict: hit, partial, missed, inconclusive, or not measured with a reason.",
  "roadmap.get": "The whole board in one answer: columns, cards, objectives, and the metrics' courses.",

  "search.find":
    "Finds every kind of record: words, beginnings, phrases in quotes, `-minus`, `from:`, `company:`, `tag:` and `is:`.",

  "import.create":
    "Sends a file: NDJSON or JSON of records, or any CSV. It is answered when it is stored, and worked off by a job. With `format=auto` it waits in `needs_mapping` until its columns are confirmed, unless they are known.",
  "import.list": "Imports, the newest first.",
  "import.get": "An import: its state, counts and warnings.",
  "import.rows": "Rows with this result, with line number and problems.",
  "import.rejectedFile": "The rejected rows as a file, to mend and send again.",
  "import.cancel": "Stops an import where it stands. What it has done stays.",
  "import.preview": "The first rows as they would come out, with what was guessed and what has to be decided.",
  "import.map": "Confirms the mapping, or changes it. `draft` only keeps it, to look at the preview.",
  "import.start": "Runs what was tried with `dryRun`, without sending the file again.",
  "import.undo":
    "Takes back a whole import: what it made goes, what it changed is put back, what people touched stays.",
  "import.kept": "What the undoing left as it is, because people touched it since.",

  "review.get": "How the bets stand, what moved on the roadmap and why, since a day.",
  "trace.get": "The whole chain of a record both ways, with every link's author, time and reason.",
  "trace.threads":
    "Of each of these records that is there, which links of its chain are: customer words, an idea, an objective, an outcome.",
  "trace.firstSteps": "The five first steps of a workspace, and which of them are done.",
  "trace.waiting":
    "What waits for you beside the inbox, yours or nobody's, each counted to 100: verdicts that are overdue, key results without a fresh value, imports that wait for their mapping.",
  "event.list":
    "The append-only history: who did what, when and why, with before and after. What somebody did for themselves alone, such as reading notifications, only they are shown.",
  "event.stream":
    "The history as it happens. Each event holds one object as `data`, and as `id` the cursor to go on from; a browser that comes back sends it by itself.",
  "event.undo": "Undoes what an event did. 409 when the record has changed since.",

  "sample.load": "Loads the sample: half a year of a made-up company. Only into an empty workspace.",
};

type NounOf<Name> = Name extends `${infer Noun}.${string}` ? Noun : never;
export type GroupName = NounOf<PathName>;

/** The groups of the reference: the noun of the operation's name, as it is called, and what it is. */
export const groups: Record<GroupName, { title: string; text: string }> = {
  session: { title: "Session", text: "Who is asking." },
  account: { title: "Account", text: "Your own account, the same in every workspace." },
  instance: { title: "First run", text: "Claiming a new instance." },
  password: { title: "Password", text: "Your password." },
  workspace: { title: "Workspaces", text: "A workspace is a tenant: nothing goes from one to another." },
  invitation: { title: "Invitations", text: "How people come into a workspace." },
  member: { title: "Members", text: "People in a workspace, and their roles." },
  apiKey: { title: "API keys", text: "What programs sign in with." },
  product: {
    title: "Products",
    text: "What you make, where it is more than one thing: records say which they are of.",
  },
  company: { title: "Companies", text: "Who the customers are, and what they are worth." },
  contact: { title: "Contacts", text: "People at companies." },
  metric: { title: "Metrics", text: "Named series with points." },
  objective: { title: "Objectives", text: "What is to be reached, as a tree." },
  keyResult: { title: "Key results", text: "How an objective is measured." },
  checkIn: { title: "Check-ins", text: "How a key result goes." },
  request: { title: "Requests", text: "What people here were asked for by customers." },
  feedback: { title: "Feedback", text: "What somebody said, at a time." },
  evidence: { title: "Evidence", text: "Feedback linked to an idea." },
  idea: { title: "Ideas", text: "Problems worth solving." },
  initiative: { title: "Initiatives", text: "Cards on the roadmap." },
  outcome: { title: "Outcomes", text: "A card's bet on a metric." },
  roadmap: { title: "Roadmap", text: "The board." },
  comment: { title: "Comments", text: "What members say to each other about a record." },
  mention: { title: "Mentions", text: "Who can be named in a comment." },
  notification: { title: "Notifications", text: "What concerns you." },
  follow: { title: "Follows", text: "What you want to hear of." },
  search: { title: "Search", text: "Finding." },
  import: { title: "Imports", text: "Files of feedback." },
  review: { title: "Review", text: "Ten minutes a month." },
  trace: { title: "Why?", text: "The chain from words to outcome." },
  event: { title: "History", text: "Everything that happened." },
  sample: { title: "Sample", text: "A workspace to look around in." },
};

/** `feedback.setAside` as "Set aside". */
export function wordingOf(name: string): string {
  const words = (name.split(".")[1] ?? "").replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replace(/^./, (first) => first.toUpperCase());
}

/** The group that an operation stands in. */
export const groupOf = (name: PathName) => name.split(".")[0] as GroupName;
