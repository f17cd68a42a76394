export { createCompany, deleteCompany, updateCompany, upsertCompany } from "./companies/commands.ts";
export { createContact, deleteContact, updateContact } from "./contacts/commands.ts";
