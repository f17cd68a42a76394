import { expect, test } from "vitest";
import { countAddress, countInvitation, placeOf } from "./sign-in-limits.ts";
import { newAddress } from "./testing.ts";

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

test("A1 a network of IPv6 is one place, however many addresses it has; an IPv4 address is one by itself", () => {
  const network = placeOf("2001:db8:1:2::5");
  for (const same of ["2001:DB8:1:2::6", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0db8:0001:0002:0:0:0:1"]) {
    expect(placeOf(same)).toBe(network);
  }
  for (const other of ["2001:db8:1:3::5", "2001:db8::2:0:0:0:5", "::1", "2001:db8:1::5"]) {
    expect(placeOf(other)).not.toBe(network);
  }
  expect(placeOf("fe80::1%eth0")).toBe(placeOf("fe80::2%eth0"));
  for (const itself of ["203.0.113.7", "::ffff:203.0.113.7", "::ffff:cb00:7107", "unknown", ""]) {
    expect(placeOf(itself)).toBe(itself);
  }
});

test("A1 fifty attempts from one network, whichever of its addresses they come from", async () => {
  const outcomes: string[] = [];
  for (let n = 0; n < 52; n++) outcomes.push(await codeOf(countAddress(`2001:db8:77:${n % 2}:${n}::${n}`)));
  expect(outcomes).toEqual(Array(52).fill("done"));
  for (let n = 0; n < 52; n++) outcomes.push(await codeOf(countAddress(`2001:db8:77:3:${n.toString(16)}::1`)));
  expect(outcomes.slice(52)).toEqual([...Array(50).fill("done"), ...Array(2).fill("too_many")]);
});

test("A1 no mailbox is filled with invitations: ten to an address in a quarter of an hour, whoever sends them", async () => {
  const email = `ines-${newAddress()}@initech.example`;
  const outcomes: string[] = [];
  for (let n = 0; n < 12; n++) outcomes.push(await codeOf(countInvitation(`workspace ${n}`, email.toUpperCase())));
  expect(outcomes).toEqual([...Array(10).fill("done"), ...Array(2).fill("too_many")]);
});
