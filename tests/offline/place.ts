/** Where everybody stands, in the district of the demonstration. */
export const PLACE = { longitude: 113.6, latitude: 34.75, accuracy: 8 }
