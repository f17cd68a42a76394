import { newAddress } from "#lib/identity/testing.ts";
import type { Furniture } from "../examples.ts";
import { ask } from "../testing.ts";

/**
 * Fills a workspace with one of everything, through the API. Every text carries `mark`, so that a test can look for
 * what must not be seen elsewhere.
 */
export async function furnish(
  url: string,
  slug: string,
  key: string,
  mark: string,
  userId: string,
): Promise<Furniture> {
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await ask(url, method, `/api/v1/workspaces/${slug}${path}`, { key, body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  };
  const make = async (path: string, body: unknown) =>
    (await send("POST", path, body)).body as { id: string; key?: string };
  const product = (n: number) => make("/products", { name: `${mark}-product-${n}` });
  const company = (n: number) => make("/companies", { name: `${mark}-company-${n}`, arr: 1_000 * n });
  const contact = (n: number) =>
    make("/contacts", { name: `${mark}-contact-${n}`, email: `${mark}-${n}@initech.example`.toLowerCase() });
  const metric = (n: number) =>
    make("/metrics", {
      key: `${mark}-metric-${n}`.toLowerCase(),
      name: `${mark}-metric-${n}`,
      definition: `${mark}-definition`,
    });
  const feedback = (n: number) =>
    make("/feedback", { title: `${mark}-title-${n}`, body: `${mark}-body-${n} every quarter` });
  const idea = (n: number) => make("/ideas", { title: `${mark}-idea-${n}`, problem: `${mark}-problem` });
  const objective = (n: number) => make("/objectives", { title: `${mark}-objective-${n}` });

  const [product1, product2] = [await product(1), await product(2)];
  const [company1, company2] = [await company(1), await company(2)];
  const [contact1, contact2] = [await contact(1), await contact(2)];
  const [metric1, metric2] = [await metric(1), await metric(2)];
  await make(`/metrics/${metric1.key}/points`, {
    points: [{ at: "2026-01-01T00:00:00Z", value: 12, note: `${mark}-note` }],
  });
  const [feedback1, feedback2, feedback3] = [await feedback(1), await feedback(2), await feedback(3)];
  const [idea1, idea2] = [await idea(1), await idea(2)];
  await send("PUT", `/feedback/${feedback2.id}/ideas/${idea1.id}`, { quote: "every quarter" });
  const [objective1, objective2] = [await objective(1), await objective(2)];
  const keyResult = (n: number) =>
    make(`/objectives/${objective1.id}/key-results`, {
      title: `${mark}-kr-${n}`,
      metricId: metric1.id,
      start: 12,
      target: 40,
    });
  const [keyResult1, keyResult2] = [await keyResult(1), await keyResult(2)];
  const initiative = (n: number, ideaIds: string[]) =>
    make("/initiatives", { title: `${mark}-initiative-${n}`, horizon: "next", ideaIds, objectiveIds: [objective1.id] });
  const [initiative1, initiative2] = [await initiative(1, [idea1.id]), await initiative(2, [])];
  const outcome = (expected: number) =>
    make(`/initiatives/${initiative1.id}/outcomes`, { metricId: metric1.id, expected, dueOn: "2030-06-30" });
  const [outcome1, outcome2] = [await outcome(40), await outcome(50)];
  const invite = (name: string) =>
    make("/invitations", { email: `${mark}-${name}-${crypto.randomUUID()}@initech.example`, role: "contributor" });
  const member = async (name: string): Promise<string> => {
    const { token } = (await invite(name)) as unknown as { token: string };
    const body = { name: `${mark}-${name}`, password: "a long enough pass phrase" };
    const headers = { "x-forwarded-for": newAddress() };
    const joined = await ask(url, "POST", `/api/v1/invitations/${token}`, { body, headers });
    if (joined.status !== 201) throw new Error(`${name} did not join: ${joined.status} ${joined.text}`);
    return (joined.body as { account: { id: string } }).account.id;
  };
  const [member1, member2] = [await member("member-1"), await member("member-2")];
  const invitation = await invite("invited");
  const comment = (n: number) =>
    make("/comments", { subject: `idea:${idea1.id}`, body: `${mark}-comment-${n} @[Somebody](user:${userId})` });
  const [comment1, comment2] = [await comment(1), await comment(2)];
  const apiKey = await make("/api-keys", { name: `${mark}-key`, scopes: ["read"] });
  const renamed = await send("PATCH", `/ideas/${idea1.id}`, { value: `${mark}-value` });
  const sendFile = async (format: string, type: string, body: string) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": type };
    const sent = await fetch(`${url}/api/v1/workspaces/${slug}/imports?format=${format}`, {
      method: "POST",
      headers,
      body,
    });
    return (await sent.json()) as { id: string };
  };
  const imported = await sendFile("throughline", "application/x-ndjson", `{"title":"${mark}-imported"}\n`);
  const waiting = await sendFile("csv", "text/csv", `title,body\n${mark}-row,${mark}-words\n`);
  return {
    userId,
    memberId: member1,
    spareMemberId: member2,
    invitationId: invitation.id,
    apiKeyId: apiKey.id,
    productId: product1.id,
    spareProductId: product2.id,
    companyId: company1.id,
    spareCompanyId: company2.id,
    contactId: contact1.id,
    spareContactId: contact2.id,
    metricKey: metric1.key ?? "",
    spareMetricKey: metric2.key ?? "",
    metricId: metric1.id,
    objectiveId: objective1.id,
    spareObjectiveId: objective2.id,
    keyResultId: keyResult1.id,
    spareKeyResultId: keyResult2.id,
    feedbackId: feedback1.id,
    linkedFeedbackId: feedback2.id,
    spareFeedbackId: feedback3.id,
    ideaId: idea1.id,
    spareIdeaId: idea2.id,
    initiativeId: initiative1.id,
    spareInitiativeId: initiative2.id,
    outcomeId: outcome1.id,
    spareOutcomeId: outcome2.id,
    importId: imported.id,
    waitingImportId: waiting.id,
    eventId: renamed.headers.get("event-id") ?? "",
    commentId: comment1.id,
    spareCommentId: comment2.id,
    // Nobody's: what they open is tried where it is at home.
    sessionId: "01890000-0000-7000-8000-000000000000",
    setupToken: "not-the-token",
    signUpToken: "not-the-token",
    resetToken: "not-the-token",
    invitationToken: "not-the-token",
    password: "not the password",
  };
}
