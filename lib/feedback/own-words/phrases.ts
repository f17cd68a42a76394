/** What mail programs write around words that are not the sender's own, in the languages people write in. */

const set = (words: string) => new Set(words.split(",").map((word) => word.trim()));

/** The keys of the block of headers that stands above the message that was answered: each says who, when, about what. */
export const headerKeys = {
  from: set(
    "from, von, de, da, van, från, fra, od, от, від, от кого, lähettäjä, kimden, feladó, odesílatel, expéditeur, remitente, mittente, afzender, avsändare, 差出人, 送信元, 发件人, 寄件者, 寄件人, 보낸 사람, 보낸사람",
  ),
  sent: set(
    "sent, date, gesendet, datum, envoyé, enviado, enviado el, enviada em, fecha, inviato, data, verzonden, skickat, sendt, dato, wysłano, отправлено, дата, відправлено, lähetetty, päivämäärä, gönderildi, gönderilme tarihi, tarih, elküldve, dátum, odesláno, 送信日時, 日時, 发送时间, 日期, 寄件日期, 傳送時間, 보낸 날짜, 날짜",
  ),
  subject: set(
    "subject, betreff, objet, asunto, assunto, oggetto, onderwerp, ämne, emne, temat, тема, aihe, konu, tárgy, předmět, 件名, 主题, 主旨, 主題, 제목",
  ),
};

const originalWords = [
  "original message",
  "original e?-?mail",
  "ursprüngliche (?:nachricht|e-?mail)",
  "originalnachricht",
  "message d['’]origine",
  "message original",
  "mensaje original",
  "mensagem original",
  "messaggio originale",
  "oorspronkelijk bericht",
  "ursprungligt meddelande",
  "oprindelig meddelelse",
  "opprinnelig melding",
  "alkuperäinen viesti",
  "oryginalna wiadomość",
  "wiadomość oryginalna",
  "исходное сообщение",
  "původní zpráva",
  "eredeti üzenet",
  "özgün ileti",
  "orijinal mesaj",
  "元のメッセージ",
  "原始邮件",
  "原始郵件",
  "원본 메시지",
];
/** The line that Outlook draws above the message that was answered. */
export const originalMessage = new RegExp(`^-{2,}\\s?(?:${originalWords.join("|")})\\s?-{2,}$`, "i");

/** How the line above a quote begins, and what it says: "On Monday … Dana wrote:". */
export const attributions: readonly (readonly [begins: string, says: string])[] = [
  ["on ", "wrote"],
  ["am ", "schrieb"],
  ["le ", "a écrit"],
  ["el ", "escribió"],
  ["em ", "escreveu"],
  ["a ", "escreveu"],
  ["il ", "ha scritto"],
  ["op ", "schreef"],
  ["den ", "skrev"],
  ["på ", "skrev"],
  ["dnia ", "napisał"],
  ["dne ", "napsal"],
];

const devices =
  "iphone|ipad|android|samsung|galaxy|huawei|xiaomi|pixel|blackberry|nokia|windows|outlook|gmail|yahoo|mail|gmx|web\\.de|smartphone|device|mobile?|handy|tablet|phone|téléphone|móvil|celular|telefon|telefoon|携帯|手机|手機|휴대";
const programs = "yahoo|outlook|gmail|mail for|mailbird|proton|samsung|iphone|ipad|android|blackberry|huawei|windows";
const sentBy =
  "sent (?:from|via) (?:my|the)|gesendet (?:von|mit|über|aus)|von mein|diese nachricht wurde von mein|envoyé (?:de|depuis|à partir)|enviad[oa] (?:desde|do|da|de|a partir)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat (?:från|med)|sendt fra|lähetetty|wysłan[eo]|отправлено|odesláno|从我的|從我的|發自|发自|来自";
const outlook =
  "get outlook|télécharge[rz] outlook|obt(?:ener|enga|er) (?:o )?outlook|hent outlook|holen sie sich outlook";
const sentAtEnd = "から送信|에서 보냄|gönderildi|发送|發送|傳送";
/** "Sent from my iPhone" and what other programs add below a message on their own account. */
export const sentFrom = new RegExp(
  `^(?=.{0,80}$)(?:(?:${sentBy}).*(?:${devices}).*|sent (?:from|via|with|using) (?:${programs}).*|(?:${outlook}).*|(?:나의 |내 |我的)?(?:${devices}).*(?:${sentAtEnd})[.。]?)$`,
  "iu",
);

/** What only a machine writes into the line above a quote. */
export const address = /[^\s@<>]@[^\s@<>]/;
export const clockTime = /\d{1,2}[:.h]\d{2}/;
export const year = /(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d{2}/;
