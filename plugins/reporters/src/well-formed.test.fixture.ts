/** Checks that elements nest, attributes are quoted and references are known; returns what is wrong first. */
export const faultOf = (markup: string): string | undefined => {
  const open: string[] = [];
  const withoutStyle = markup.replace(/<style>.*?<\/style>/s, '').replace(/^<!doctype html>/, '');
  let end = 0;
  for (const tag of withoutStyle.matchAll(/<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s[\w:-]+="[^"<]*")*)>/g)) {
    const between = withoutStyle.slice(end, tag.index);
    if (/[<>]/.test(between)) return `stray angle bracket in "${between.slice(0, 80)}"`;
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(`${between}${tag[3]}`)) return `unknown reference near "${between}"`;
    end = tag.index + tag[0].length;
    const name = tag[2] ?? '';
    if (tag[1] === '/') {
      if (open.pop() !== name) return `</${name}> closes something else`;
    } else if (name !== 'meta' && name !== 'wbr') {
      open.push(name);
    }
  }
  if (/[<>]/.test(withoutStyle.slice(end))) return 'stray angle bracket at the end';
  return open.length === 0 ? undefined : `never closed: ${open.join(', ')}`;
};
