export type { CommandOutcome, CommandRequest, RunningContext } from './command-request.ts';
export {
  ContextRuntime,
  type RuntimeOptions,
  type RuntimePorts,
  type RuntimeStatus,
} from './context-runtime.ts';
export { type Outlet } from './inlet.ts';
export * from './ports/index.ts';
