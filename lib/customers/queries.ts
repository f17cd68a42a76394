export { getCompany, listCompanies, listTiers } from "./companies/queries.ts";
export { getContact, listContacts } from "./contacts/queries.ts";
