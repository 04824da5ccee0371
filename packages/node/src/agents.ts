/// <reference path="./proxy-from-env.d.ts" />
import http from 'node:http';
import https from 'node:https';
import { getProxyForUrl } from 'proxy-from-env';

/** Kept connections to where requests go, through the proxy that the environment names for it, if it names one. */
export interface Agents {
  /** Decided once for an address: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, also in lower case. */
  agentFor(url: string): Promise<http.Agent>;
  /** Closes what is open; the next request opens again. */
  close(): void;
}

const OPTIONS = { keepAlive: true };

export function createAgents(): Agents {
  const agents = new Map<string, Promise<http.Agent>>();

  return {
    agentFor(url) {
      const agent = agents.get(url) ?? connect(url);
      agents.set(url, agent);
      return agent;
    },
    close() {
      for (const agent of agents.values())
        void agent.then(
          (open) => open.destroy(),
          () => {},
        );
      agents.clear();
    },
  };
}

/** A proxy is rare, so what it takes is loaded only where one is named. */
async function connect(url: string): Promise<http.Agent> {
  const isSecure = /^https:/i.test(url);
  const proxy = getProxyForUrl(url);
  if (!proxy) return isSecure ? new https.Agent(OPTIONS) : new http.Agent(OPTIONS);
  if (isSecure) return new (await import('https-proxy-agent')).HttpsProxyAgent(proxy, OPTIONS);
  return new (await import('http-proxy-agent')).HttpProxyAgent(proxy, OPTIONS);
}
