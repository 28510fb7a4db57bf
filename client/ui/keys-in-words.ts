const names: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  Enter: '↵',
  NumpadEnter: '↵',
  Backspace: '⌫',
  Delete: 'Del',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Space: 'Space',
  Comma: ',',
  Period: '.',
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '-',
  Equal: '=',
  Backquote: '`',
  Semicolon: ';',
  Quote: "'",
  Control: 'Ctrl',
  Meta: '⌘',
  $mod: isMac() ? '⌘' : 'Ctrl',
  Alt: 'Alt',
  Shift: 'Shift',
};

/** `$mod+KeyZ` becomes `Ctrl Z`, `Shift+?` becomes `?`; only the first of several alternatives is shown. */
export function keysInWords(keys: string): string {
  const first = keys.split(' or ')[0] ?? keys;
  if (first === 'Shift+?') return '?';
  return first
    .split(' ')
    .map((press) => press.split('+').map(keyInWords).join(' '))
    .join(' then ');
}

function keyInWords(key: string): string {
  const code = /^(?:Key|Digit)(.)$/.exec(key);
  return code?.[1] ?? names[key] ?? key;
}

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}
