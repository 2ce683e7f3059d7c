/**
 * The build whose journals this one can replay. It rises with every change that gives other states or events;
 * the hashes of the fixed worlds are kept with it, and a test refuses one without the other.
 */
export const BUILD = 'cloudglass-5'
