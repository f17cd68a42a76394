export { getCompany, listCompanies } from "./companies/queries.ts";
export { getContact, listContacts } from "./contacts/queries.ts";
