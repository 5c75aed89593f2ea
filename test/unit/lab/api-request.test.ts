import { parseApiRequest } from '../../../lab/api-proxy/api-request';

describe('a request to the API server', () => {
  it.each([
    '/api/v1/pods',
    '/api/v1/namespaces',
    '/api/v1/namespaces/shop/pods',
    '/apis/apps/v1/deployments?limit=500&continue=x',
    '/apis/apps/v1/namespaces/shop/deployments?watch=false',
    '/apis/istio-revisions.dev/v1/namespaces/namespaces/status-es',
  ])('is for a list: %s', (url) => {
    expect(parseApiRequest('GET', url)).toMatchObject({ isList: true, isWatch: false });
  });

  it.each([
    '/api',
    '/api/v1',
    '/apis/apps/v1',
    '/healthz',
    '/version',
    '/openapi/v3/apis/apps/v1',
    '/api/v1/namespaces/shop',
    '/api/v1/namespaces/shop/status',
    '/api/v1/namespaces/shop/finalize',
    '/api/v1/namespaces/shop/pods/x',
    '/api/v1/namespaces/shop/pods/x/log?follow=true',
    '/api/v1/namespaces/shop/services/x:http/proxy/api/v1/query',
    '/api/v1/nodes/x/proxy',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/admin',
  ])('is for no list and no watch: %s', (url) => {
    expect(parseApiRequest('GET', url)).toMatchObject({ isList: false, isWatch: false });
  });

  it.each([
    ['?watch=true', null],
    ['?watch=1&resourceVersion=', null],
    ['?watch=1&resourceVersion=0', null],
    ['?labelSelector=a%3Db&watch=true&resourceVersion=42', '42'],
    ['?fieldSelector=a?b&watch=true&resourceVersion=42', '42'],
  ])('is a watch, with or without a place to go on: %s', (query, resourceVersion) => {
    const expected = { isWatch: true, isList: false, resourceVersion };
    expect(parseApiRequest('GET', `/api/v1/pods${query}`)).toMatchObject(expected);
  });

  it('is a write by its method, and no list then', () => {
    const isWrite = (method: string) => parseApiRequest(method, '/api/v1/pods').isWrite;
    expect(['POST', 'PUT', 'PATCH', 'DELETE'].map(isWrite)).toEqual([true, true, true, true]);
    expect(['GET', 'HEAD', 'OPTIONS'].map(isWrite)).toEqual([false, false, false]);
    expect(parseApiRequest('DELETE', '/api/v1/pods').isList).toBe(false);
  });

  it('is none of these when it changes the protocol', () => {
    const nothing = { isWrite: false, isList: false, isWatch: false };
    for (const method of ['POST', 'GET']) {
      expect(parseApiRequest(method, '/api/v1/pods?watch=true', true)).toMatchObject(nothing);
    }
  });

  it.each(['', '*', '//', '/api/%', 'http://x y'])('may be nonsense: "%s"', (url) => {
    const nothing = { isWrite: false, isList: false, isWatch: false, resourceVersion: null };
    expect(parseApiRequest('GET', url)).toEqual(nothing);
  });
});
