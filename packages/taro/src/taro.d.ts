// The parts of Taro that are used, so that its types are neither needed nor shipped.
declare module '@tarojs/taro' {
  const Taro: import('./mini-api.js').MiniApi & {
    miniGlobal: import('./mini-api.js').NativeApi;
    useRouter(): { path?: string };
    useDidShow(listener: () => void): void;
  };
  export default Taro;
}

declare module '@tarojs/runtime' {
  export const hooks: import('./captures/index.js').TaroHooks;
}
