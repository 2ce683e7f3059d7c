/** What a page of somebody's own needs to have a lesson in it. */

/** `home` is the address of the folder that the lab was loaded from, with its closing slash. */
export const embedTag = (home: string, { id, title }: { id: string; title: string }): string =>
  [
    `<script type="module" src="${home}cloudglass-lab.js"></script>`,
    `<cloudglass-lab lesson="${id}">`,
    `  <a href="${home}#/learn/${id}">${title}</a>`,
    '</cloudglass-lab>',
  ].join('\n')
