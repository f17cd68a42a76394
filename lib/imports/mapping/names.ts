import type { RecordField } from "../schema.ts";

/** What columns are called, in several languages, and which field that makes them. */

/** What comes behind so many characters makes no name another one; one of them may become eighteen. */
const looked = 300;

/** As people write a header, all the same: words in lower case without accents, `userEmail` and `user_email` alike. */
export const plainName = (name: string): string =>
  name
    .slice(0, looked)
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const names: Record<RecordField, string> = {
  externalId:
    "id, ticket id, ticket, ticket number, ticket no, case number, case id, issue key, issue id, conversation id, idea id, feedback id, request id, response id, respondent id, external id, key, number, no, nr, nummer, numero, referenz, reference, ref, kennung, vorgangsnummer, identifiant, identificador, codigo, kimlik, kayit no, id zgloszenia, 番号, 编号, номер",
  externalUrl:
    "url, link, ticket url, ticket link, permalink, external url, source url, web url, href, lien, enlace, adresse url",
  title:
    "title, subject, summary, headline, topic, idea title, suggestion title, ticket subject, short description, titel, betreff, zusammenfassung, uberschrift, titre, objet, sujet, titulo, asunto, titolo, oggetto, assunto, onderwerp, konu, baslik, tytul, temat, rubrik, amne, emne, otsikko, тема, заголовок, 件名, タイトル, 标题, 제목",
  body: "body, description, message, feedback, comment, comments, text, content, details, detail, note, notes, answer, response, request, verbatim, review, idea description, suggestion, beschreibung, nachricht, kommentar, inhalt, ruckmeldung, contenu, commentaire, message client, descripcion, mensaje, comentario, comentarios, contenido, descrizione, messaggio, commento, descricao, mensagem, beschrijving, bericht, opmerking, aciklama, mesaj, yorum, icerik, opis, wiadomosc, komentarz, beskrivning, meddelande, beskrivelse, kuvaus, описание, сообщение, комментарий, 本文, 内容, 詳細, 描述, 내용",
  "contact.name":
    "contact, contact name, customer, customer name, user, user name, username, requester, requester name, reporter, author, author name, submitter, submitted by, created by, name, full name, first name, last name, from, person, sender, kunde, kundenname, ansprechpartner, vorname, nachname, absender, melder, auteur, nom, prenom, client, nom du client, cliente, nombre, apellido, autor, nome, cognome, sobrenome, contatto, klant, naam, voornaam, achternaam, musteri, ad, isim, ad soyad, klient, imie, nazwisko, kund, namn, navn, nimi, имя, клиент, 名前, 氏名, 姓名, 이름",
  "contact.email":
    "email, e mail, mail, email address, e mail address, contact email, customer email, user email, requester email, reporter email, author email, submitter email, idea creator email address, user email address, e mail adresse, mailadresse, courriel, adresse email, adresse e mail, correo, correo electronico, indirizzo email, endereco de email, eposta, e posta, adres e mail, epost, e post, sahkoposti, почта, электронная почта, メール, メールアドレス, 邮箱, 이메일",
  "contact.externalId":
    "contact id, customer id, user id, requester id, reporter id, author id, person id, kunden id, kundennummer, id client, id cliente",
  "company.name":
    "company, company name, organization, organisation, organization name, organisation name, account, account name, business, employer, firma, unternehmen, firmenname, societe, entreprise, organisme, empresa, compania, organizacion, azienda, societa, organizacao, bedrijf, organisatie, sirket, kurum, spolka, foretag, virksomhed, yritys, компания, организация, 会社, 会社名, 公司, 회사",
  "company.domain":
    "domain, company domain, requester domain, website, web site, company website, webseite, site web, sitio web, sito web, dominio, domaine, домен, 域名",
  "company.externalId":
    "company id, organization id, organisation id, account id, org id, firmen id, firmennummer, id entreprise, id empresa",
  "company.arr":
    "arr, annual recurring revenue, company arr, account arr, jahresumsatz, revenue, annual revenue, contract value, acv, umsatz, chiffre d affaires, ingresos, fatturato, receita, gelir",
  tags: "tags, tag, labels, label, keywords, categories, category, topics, schlagworte, schlagworter, kategorie, kategorien, etiketten, etiquettes, mots cles, categorie, etiquetas, categoria, categorias, etichette, labels tags, etiketler, etiket, kategori, tagi, etykiety, taggar, теги, метки, タグ, 标签, 태그",
  kind: "kind, type, ticket type, issue type, feedback type, request type, art, typ, typ zgloszenia, tipo, tipus, tur, soort, тип, 種類, 类型",
  status:
    "status, state, ticket status, public status, public status name, stage, zustand, statut, etat, estado, stato, durum, stan, tila, статус, ステータス, 状态, 상태",
  occurredAt:
    "created at, created, date, created on, creation date, created date, created time, created timestamp, submitted at, submitted on, submit date, submit date utc, opened, opened at, open date, received, received at, timestamp, time, when, occurred at, reported at, erstellt, erstellt am, datum, erstellungsdatum, eingang, eingegangen am, cree le, date de creation, cree, fecha, fecha de creacion, creado, creado el, data, data di creazione, creato il, criado em, data de criacao, aangemaakt, aangemaakt op, tarih, olusturulma tarihi, utworzono, data utworzenia, skapad, oprettet, opprettet, luotu, дата, создано, 作成日, 作成日時, 日期, 创建时间, 날짜",
  updatedAt:
    "updated at, updated, updated on, last updated, last modified, modified, modified at, last activity, changed at, aktualisiert, geandert, geandert am, zuletzt geandert, mis a jour, modifie le, actualizado, fecha de actualizacion, modificado, aggiornato, atualizado em, bijgewerkt, guncelleme, guncellenme tarihi, zaktualizowano, uppdaterad, opdateret, oppdatert, обновлено, 更新日, 更新日時, 更新时间",
};

const exact = new Map<string, RecordField>();
const phrases: [words: string, field: RecordField][] = [];
for (const [field, list] of Object.entries(names) as [RecordField, string][]) {
  for (const name of list.split(",").map(plainName)) {
    exact.set(name, exact.get(name) ?? field);
    if (name.length >= 4) phrases.push([name, field]);
  }
}
// The longer a phrase, the more it says.
phrases.sort(([a], [b]) => b.length - a.length);

/** How well a name fits a field: 1 is certain. Null when it says nothing. */
export type Fit = { field: RecordField; score: number };

/** Whether two words differ by one letter: added, lost or another. */
function isOneOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  return (
    a.slice(from + 1) === b.slice(from + 1) ||
    a.slice(from) === b.slice(from + 1) ||
    a.slice(from + 1) === b.slice(from)
  );
}

/** The field that a name means for certain; null when it may mean another, or none. */
export const fieldCertainlyNamed = (name: string): RecordField | null => exact.get(plainName(name)) ?? null;

/** Which field a column's name means. */
export function fieldNamed(name: string): Fit | null {
  const plain = plainName(name);
  if (plain === "") return null;
  const known = exact.get(plain);
  if (known) return { field: known, score: 1 };
  if (plain.length >= 5) {
    const near = phrases.find(([phrase]) => phrase.length >= 5 && isOneOff(phrase, plain));
    if (near) return { field: near[1], score: 0.8 };
  }
  // `What is your e-mail address?`, `Ticket subject line`: at most a few words around.
  const padded = ` ${plain} `;
  const inside = phrases.find(([phrase]) => padded.includes(` ${phrase} `));
  return inside ? { field: inside[1], score: 0.3 + 0.4 * (inside[0].length / plain.length) } : null;
}
