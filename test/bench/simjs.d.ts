/** simjs brings no types; the bench says itself what it uses. */
declare module 'simjs'
