export { bearerTokens, type Authenticate, type BearerToken } from './bearer-tokens.ts';
export { defaultLimits, type HttpLimits } from './limits.ts';
export { openApi, type OpenApiDocument, type OpenApiSetting } from './open-api.ts';
export type { Readiness } from './own-pages.ts';
export type { Problem, ProblemIssue } from './problem.ts';
export { serveHttp, type HttpSetting, type RunningHttp } from './serve-http.ts';
