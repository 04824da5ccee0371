import ts from 'typescript';

export const FRAMEWORKS_FILE = '/__pugmark__/frameworks.d.ts';

/**
 * What frameworks do with a type that passes through them, so that a tracker is known after `useContext` or `inject`
 * although no package is read. What is missing here has no type, and nothing is concluded from it.
 */
const TEXT = `
declare module 'react' {
  namespace React {
    interface Context<T> { readonly Provider: any; readonly Consumer: any; readonly value: T }
    function createContext<T>(value: T): Context<T>;
    function useContext<T>(context: Context<T>): T;
    function use<T>(from: Context<T> | PromiseLike<T>): T;
    function useMemo<T>(make: () => T, on?: unknown): T;
    function useCallback<T>(callback: T, on?: unknown): T;
    function useRef<T>(value?: T): { current: T };
    function useState<T>(value?: T | (() => T)): [T, any];
    function memo<T>(component: T): T;
    function forwardRef<R, P>(render: (props: P, ref: R) => any): (props: P) => any;
    type PropsWithChildren<P = {}> = P & { children?: any };
    interface FunctionComponent<P = {}> { (props: P): any }
    type FC<P = {}> = FunctionComponent<P>;
    class Component<P = {}, S = {}> { constructor(props: P); props: P; state: S; context: any }
    class PureComponent<P = {}, S = {}> extends Component<P, S> {}
  }
  export = React;
}
declare module 'preact/hooks' { export { useContext, useMemo, useCallback, useRef, useState } from 'react'; }
declare module 'vue' {
  interface InjectionKey<T> { readonly injected: T }
  interface Ref<T> { value: T }
  type ShallowRef<T> = Ref<T>;
  function inject<T>(key: InjectionKey<T> | string | symbol, standard?: any): T;
  function ref<T>(value?: T): Ref<T>;
  function shallowRef<T>(value?: T): Ref<T>;
  function computed<T>(get: () => T): Ref<T>;
  function unref<T>(value: Ref<T> | T): T;
  function reactive<T>(value: T): T;
  function readonly<T>(value: T): T;
  function markRaw<T>(value: T): T;
  function toRaw<T>(value: T): T;
}
declare function defineProps<T>(): T;
declare function withDefaults<T>(props: T, standard: any): T;
interface Window {}
declare var window: Window & typeof globalThis;
`;

export function createFrameworks(): ts.SourceFile {
  return ts.createSourceFile(FRAMEWORKS_FILE, TEXT, ts.ScriptTarget.ESNext, true);
}
