/** The build whose journals this one can replay. It rises with every change that gives other states or events. */
export const BUILD = 'cloudglass-2'
