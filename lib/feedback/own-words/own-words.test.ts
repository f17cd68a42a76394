import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { here } from "#lib/core/testing.ts";
import { toMarkdown } from "../markup.ts";
import { ownBeginning, ownLength, ownWords } from "./rules.ts";

const mine = "Exporting the audit log fails.\n\nThank you\nDana\n\n";
const quote = "> Hello Dana,\n> \n> which version is it?\n";

describe("quoted messages are folded away", () => {
  test.each([
    "On Mon, May 6, 2024 at 9:30 AM Ken Ito <ken@acme.example> wrote:\n",
    "On Mon, May 6, 2024 at 9:30 AM Ken Ito\n<ken@acme.example> wrote:\n\n",
    "On 6 May 2024, Ken wrote:\n",
    "Am Mo., 6. Mai 2024 um 09:30 Uhr schrieb Ken Ito <ken@acme.example>:\n",
    "Am 06.05.24 um 09:30 schrieb Ken Ito:\n",
    "Le lun. 6 mai 2024 à 09:30, Ken Ito <ken@acme.example> a écrit :\n",
    "Le lun. 6 mai 2024 à 09:30, Ken Ito <ken@acme.example> a\nécrit :\n",
    "El lun, 6 may 2024 a las 9:30, Ken Ito (<ken@acme.example>) escribió:\n",
    "Em seg., 6 de mai. de 2024 às 09:30, Ken <ken@acme.example> escreveu:\n",
    "Il giorno lun 6 mag 2024 alle ore 09:30 Ken <ken@acme.example> ha scritto:\n",
    "Op ma 6 mei 2024 om 09:30 schreef Ken <ken@acme.example>:\n",
    "Den mån 6 maj 2024 kl 09:30 skrev Ken <ken@acme.example>:\n",
    "пн, 6 мая 2024 г. в 09:30, Кен <ken@acme.example>:\n",
    "2024年5月6日(月) 9:30 Ken <ken@acme.example>:\n",
    "2024년 5월 6일 (월) 오전 9:30, Ken <ken@acme.example>님이 작성:\n",
    "6. touko 2024 klo 9.30 Ken <ken@acme.example> kirjoitti:\n",
    "",
  ])("below %j", (attribution) => {
    const folded = attribution + quote;
    expect(ownWords(mine + folded)).toEqual({ own: mine, folded, kind: "quote" });
    expect(ownWords((mine + folded).replaceAll("\n", "\r\n"))).toMatchObject({ kind: "quote" });
  });

  test.each([
    "-----Original Message-----\nFrom: Ken\nSubject: Export\n\nHello Dana\n",
    "-----Ursprüngliche Nachricht-----\nHello Dana\n",
    "-------- Message d'origine --------\nHello Dana\n",
    "From: Ken Ito <ken@acme.example>\nSent: Monday, May 6, 2024 9:30 AM\nTo: Dana\nSubject: Export\n\nHello Dana\n",
    "________________________________\n\nFrom: Ken\nSent: Monday\nTo: Dana\nSubject: Export\n\nHello Dana",
    "Von: Ken Ito\nGesendet: Montag, 6. Mai 2024 09:30\nAn: Dana\nBetreff: AW: Export\n\nHallo Dana",
    "De : Ken Ito\nEnvoyé : lundi 6 mai 2024 09:30\nÀ : Dana\nObjet : RE: Export\n\nBonjour",
    "De: Ken Ito\nEnviado el: lunes, 6 de mayo de 2024 9:30\nPara: Dana\nAsunto: RE: Export\n\nHola",
    "差出人: Ken\n送信日時: 2024年5月6日 9:30\n宛先: Dana\n件名: Re: Export\n\nこんにちは",
    "On Mon, May 6, 2024 at 9:30 AM Ken Ito <ken@acme.example> wrote:\n\nHello Dana,\nwhich version is it?\n",
    "On Mon, May 6, 2024 at 9:30 AM Ken Ito <ken@acme.example> wrote:\n",
  ])("below %j, without a sign on each line", (folded) => {
    expect(ownWords(mine + folded)).toEqual({ own: mine, folded, kind: "quote" });
  });

  test.each([
    [
      "Gmail's",
      '<div>Export fails</div><div class="gmail_quote">On Mon, May 6, 2024 at 9:30 AM Ken &lt;<a href="mailto:ken@acme.example">ken@acme.example</a>&gt; wrote:<br><blockquote>Which version?</blockquote></div>',
    ],
    [
      "Outlook's",
      "<p>Export fails</p><hr><p><b>From:</b> Ken &lt;ken@acme.example&gt;<br><b>Sent:</b> Monday, May 6, 2024 9:30 AM<br><b>To:</b> Dana<br><b>Subject:</b> Export</p><p>Which version?</p>",
    ],
    ["a plain text's in HTML", "Export fails<br><br>&gt; Which version?<br>&gt; And which browser?<br>"],
    ["a signature", "<p>Export fails</p><p>-- <br>Dana Ito<br>Initech</p>"],
    ["a signature of blocks", "<div>Export fails</div><div>-- </div><div>Dana Ito</div><div>Initech</div>"],
    ["a telephone", '<p>Export fails</p><p>Get <a href="https://aka.ms/x">Outlook for iOS</a></p>'],
  ])("also %s, once the HTML is Markdown", (_, html) => {
    const { own, kind } = ownWords(toMarkdown(html).markdown);
    expect(own.trim()).toBe("Export fails");
    expect(kind).not.toBeNull();
  });

  test("with the signature below them and the one above them", () => {
    const text = `${mine}-- \nDana\n\n${quote}\nSent from my iPhone\n`;
    expect(ownWords(text)).toEqual({ own: mine, folded: text.slice(mine.length), kind: "quote" });
  });
});

describe("signatures are folded away", () => {
  test.each([
    "-- \nDana Ito\nInitech, Inc.\n",
    "--\nDana Ito",
    "Sent from my iPhone",
    "Sent from my Samsung Galaxy S21, an AT&T 5G smartphone",
    "Sent from Mail for Windows 10",
    "Get Outlook for Android",
    "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Enviado do meu iPhone",
    "Inviato da iPhone",
    "Verzonden vanaf mijn iPhone",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Wysłane z iPhone'a",
    "Отправлено с iPhone",
    "iPhoneから送信",
    "나의 iPhone에서 보냄",
    "发自我的iPhone",
    "iPhone'umdan gönderildi",
  ])("%j", (folded) => {
    expect(ownWords(mine + folded)).toEqual({ own: mine, folded, kind: "signature" });
  });
});

describe("what a sender says stays", () => {
  test.each([
    [
      "answers between quoted lines",
      `${mine}On 6 May 2024, Ken wrote:\n> Which version?\n\nVersion 3.\n\n> Browser?\n\nFirefox.`,
    ],
    ["an answer below the quote", `On 6 May 2024, Ken wrote:\n${quote}\n${mine}`],
    ["answers in a message that Outlook marked", "Hi\n-----Original Message-----\n> Which version?\nVersion 3."],
    ["nothing but a quote", quote],
    ["nothing but an answered message", "-----Original Message-----\nFrom: Ken\n\nHello"],
    ["nothing but a signature", "-- \nDana"],
    ["a quote with its introduction", `Talked to Initech. This is what they need:\n\n${quote}`],
    [
      "a forwarded message",
      "Please see below.\n\n---------- Forwarded message ---------\nFrom: Ken\n\nWe need exports.",
    ],
    ["a route", "The search forgets my trip.\n\nFrom: Berlin\nTo: Paris\nDate: 5 May"],
    ["a day that somebody tells of", "On Monday our auditor wrote:\nwe need the log"],
    ["dashes that make a heading", "Export\n--\nIt fails."],
    ["a query's comment", "This fails:\n```sql\n--\nselect 1\n```"],
    ["a sentence about mail", "Sent via email twice, but no answer."],
    ["German about mail", "Hallo,\nich habe schon eine Mail gesendet"],
    ["a long closing part below dashes", `Export\n\n--\n${"one more line\n".repeat(30)}`],
    ["a letter below dashes", `Export\n\n--\n\n${"This is a sentence that goes on. ".repeat(4)}`],
    ["words far to the right", `Hello\n> quoted\n${" ".repeat(500)}my own words`],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(ownWords(text)).toEqual({ own: text, folded: "", kind: null });
    expect(ownLength(text)).toBeNull();
  });

  it("is counted in characters, not in JavaScript's halves of them", () => {
    expect(ownLength(`👍👍\n${quote}`)).toBe(3);
  });
});

const line = fc.oneof(
  fc.constantFrom(
    "",
    "-- ",
    "--",
    "> quoted",
    "\\> quoted",
    "```",
    "***",
    "On 6 May 2024 at 9:30, Ken <k@x.example> wrote:",
    "-----Original Message-----",
    "From: Ken",
    "Sent: Monday",
    "Subject: Export",
    "Sent from my iPhone",
    "My own words:",
    "My own words",
    "👍",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
);

test("I7 whatever the text, nothing is lost, something is left, and folding what is left folds no answer away", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
      const text = lines.join(end);
      const { own, folded, kind } = ownWords(text);
      expect(own + folded).toBe(text);
      expect(kind === null).toBe(folded === "");
      if (folded !== "") {
        expect(own).toMatch(/[^\s\p{P}\p{S}]|\p{Extended_Pictographic}/u);
        expect(ownLength(text)).toBe([...own].length);
        expect(ownBeginning(text, ownLength(text))).toBe(own);
      }
    }),
    { numRuns: 2_000 },
  );
});

describe("I7 a hostile text takes time in proportion to its length", () => {
  const times = (piece: string, bytes = 50_000) => `word\n${piece.repeat(Math.ceil(bytes / piece.length))}`;
  test.each([
    "\n",
    " ",
    ">",
    "> \n",
    "-",
    "--\n\n",
    "\n--\n",
    "```\n",
    "_ ",
    "- - - x\n",
    "From: a\n",
    "On a@b 9:30 2024\n",
    "On a@b 9:30 2024 wrote:\n",
    "On wrote:",
    ":\n",
    "x:\n> y\n",
    "[",
    "](",
    "[](",
    "Sent from my ",
    "Sent from my iPhone\n",
    "Gesendet von mail mail mail\n",
    "-----Original Message----\n",
    "*\\",
    "👍",
    "\u3000",
  ])("%j", (piece) => {
    const text = times(piece);
    /** Of this thread's own time: other tests run meanwhile. */
    const took = () => {
      const before = process.threadCpuUsage();
      const { own, folded } = ownWords(text);
      const { user, system } = process.threadCpuUsage(before);
      expect(own.length + folded.length).toBe(text.length);
      return (user + system) / 1_000;
    };
    expect(Math.min(took(), took(), took(), took(), took())).toBeLessThan(here(50));
  });
});
