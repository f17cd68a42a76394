export type HorizonNames = { now: string; next: string; later: string; done: string };

/** Where a new card may stand, in the team's own words: "Now, Next or Later". */
export const openHorizons = ({ now, next, later }: HorizonNames): string => `${now}, ${next} or ${later}`;
