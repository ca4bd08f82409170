// Real OpenID providers for the run: one as it should be, and some that are not.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import Provider from "oidc-provider";

const SECRET = "known-to-both-sides";

/** What one does wrong. */
type Fault = {
  /** Its codes are good for a second, and it takes longer to answer who asks with one. */
  isSlow?: true;
  /** It calls itself one thing, and signs as another. */
  isImpostor?: true;
};

const KINDS: Record<string, Fault> = {
  company: {},
  slow: { isSlow: true },
  impostor: { isImpostor: true },
};

/** Starts them, and says what the server must know of them. */
export async function startProviders(base: string): Promise<{ env: NodeJS.ProcessEnv; stop: () => void }> {
  const env: NodeJS.ProcessEnv = {};
  const stops: (() => void)[] = [];
  for (const [name, fault] of Object.entries(KINDS)) {
    const { issuer, stop } = await start(`${base}/sign-in/${name}/callback`, fault);
    Object.assign(env, variables(name, issuer));
    stops.push(stop);
  }
  // Nothing listens on port 1.
  Object.assign(env, variables("absent", "http://localhost:1"));
  const stop = () => {
    for (const it of stops) it();
  };
  return { env, stop };
}

function variables(name: string, issuer: string): NodeJS.ProcessEnv {
  const prefix = `GUIDEPOST_OIDC_${name.toUpperCase()}`;
  return {
    [`${prefix}_ISSUER`]: issuer,
    [`${prefix}_CLIENT_ID`]: "guidepost",
    [`${prefix}_CLIENT_SECRET`]: SECRET,
    [`${prefix}_LABEL`]: `Example ${name}`,
  };
}

async function start(callback: string, fault: Fault): Promise<{ issuer: string; stop: () => void }> {
  let answer = (_: IncomingMessage, response: ServerResponse): void => void response.end();
  const server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const signsAs = fault.isImpostor ? `${issuer}/another` : issuer;
  const handle = provider(signsAs, callback, fault).callback();
  answer = (request, response) => {
    if (fault.isImpostor && request.url?.startsWith("/.well-known/openid-configuration")) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(discovery(issuer)));
    } else if (fault.isSlow && request.url?.startsWith("/token")) {
      sleep(2_500).then(() => handle(request, response));
    } else {
      handle(request, response);
    }
  };
  return { issuer, stop: () => server.close() };
}

function provider(issuer: string, callback: string, fault: Fault): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: "guidepost",
        client_secret: SECRET,
        redirect_uris: [callback],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["name", "preferred_username"],
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ["for-this-run-alone"] },
    ttl: {
      AuthorizationCode: fault.isSlow ? 1 : 60,
      AccessToken: 60,
      IdToken: 60,
      Interaction: 600,
      Session: 600,
      Grant: 600,
    },
    async findAccount(_, id) {
      const claims = {
        sub: id,
        name: `${id} 太郎`,
        preferred_username: id,
        email: `${id}@example.org`,
        email_verified: true,
      };
      return { accountId: id, claims: async () => claims };
    },
  });
}

function discovery(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}
