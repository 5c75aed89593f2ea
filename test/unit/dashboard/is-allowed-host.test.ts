import { isAllowedHost, isLoopback } from '../../../lib/dashboard/is-allowed-host';

describe('the Host of a request', () => {
  it.each([
    'localhost',
    'localhost:8111',
    'LOCALHOST:8111',
    '127.0.0.1:8111',
    '[::1]:8111',
    '10.1.2.3:8111',
  ])('may be %s: no name that somebody else could lead here', (host) => {
    expect(isAllowedHost(host, '127.0.0.1')).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8111',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example@127.0.0.1',
    '127.0.0.1/evil',
    '127.0.0.1:8111:80',
    '[evil.example]',
    '0x7f.1',
  ])('may not be %s', (host) => {
    expect(isAllowedHost(host, '127.0.0.1')).toBe(false);
  });

  it('may be the name that the dashboard was told to listen on', () => {
    expect(isAllowedHost('mesh.example.org:8111', 'mesh.example.org')).toBe(true);
    expect(isAllowedHost('other.example.org:8111', 'mesh.example.org')).toBe(false);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.evil.example', false],
])('of %s it is known whether only this machine reaches it: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
