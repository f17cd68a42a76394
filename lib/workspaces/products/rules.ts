/** So many products a workspace has at most. */
export const mostProducts = 100;
