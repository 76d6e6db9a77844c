/** What makes a piece of a text a link: the browser's own, in a page of its own that learns nothing about this one. */
export function linkProps(url: string): object {
  return { href: url, hrefAttrs: { target: '_blank', rel: 'noopener noreferrer nofollow' } };
}
