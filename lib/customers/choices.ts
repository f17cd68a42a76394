/** What there is to choose from in companies. Without the library of the schemas, which the browser need not bring along. */

export const lifecycles = ["prospect", "trial", "free", "customer", "churned"] as const;
export const companySorts = [
  "name",
  "-name",
  "arr",
  "-arr",
  "renewsOn",
  "-renewsOn",
  "health",
  "-health",
  "feedback",
  "-feedback",
  "openIdeas",
  "-openIdeas",
  "lastAt",
  "-lastAt",
] as const;
