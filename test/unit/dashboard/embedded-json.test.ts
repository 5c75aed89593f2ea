import { embeddedJson } from '../../../lib/dashboard/embedded-json';

describe('data in a page', () => {
  const hostile = [
    '</script><script>alert(1)</script>',
    '<!--<script>',
    ']]>',
    '&lt;',
    '\u2028\u2029\u202e',
    `"'\\`,
  ];

  it('is read back as it was, whatever is in it', () => {
    const data = { name: hostile, [hostile[0] ?? '']: null };
    expect(JSON.parse(embeddedJson(data))).toEqual(data);
  });

  it('holds nothing that an HTML parser would read as more than text', () => {
    expect(embeddedJson(hostile)).not.toMatch(/[<>&\u2028\u2029]/);
  });
});
