/** What is used of Taro, in its own shape; so that Taro's types do not come with ours. */
export interface MiniApi {
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, data: string): unknown;
  removeStorageSync(key: string): void;
  getStorage(options: { key: string }): Promise<{ data: unknown }>;
  setStorage(options: { key: string; data: string }): Promise<unknown>;
  removeStorage(options: { key: string }): Promise<unknown>;
  getStorageInfo(options: object): Promise<{ keys: string[] }>;
}

/** What the platform itself offers (`wx`, `my`, `tt`, `swan`); any of it may be missing in an old base library. */
export interface NativeApi {
  request(options: RequestOptions): { abort?(): void } | undefined;
  onAppShow?(listener: (entry?: Launch) => void): void;
  onAppHide?(listener: () => void): void;
  onError?(listener: (error: unknown) => void): void;
  onUnhandledRejection?(listener: (event: { reason: unknown } | undefined) => void): void;
  onNetworkStatusChange?(listener: (status: { isConnected: boolean; networkType: string }) => void): void;
  getNetworkType?(options: { success(status: { networkType: string }): void }): void;
  getLaunchOptionsSync?(): Launch;
  /** How it was opened the latest time. */
  getEnterOptionsSync?(): Launch;
  getDeviceInfo?(): Device;
  getSystemInfoSync?(): Device;
  getAccountInfoSync?(): { miniProgram?: { version?: string } };
  /** Douyin tells the version here. */
  getEnvInfoSync?(): { microapp?: { mpVersion?: string } };
}

export interface RequestOptions {
  url: string;
  method: 'POST';
  data: string;
  header: Record<string, string>;
  headers: Record<string, string>;
  dataType: string;
  responseType: string;
  timeout: number;
  success(answer: RequestAnswer): void;
  fail(error: RequestError): void;
}

/** Alipay says `status` and `headers` where the others say `statusCode` and `header`. */
export interface RequestAnswer {
  data?: unknown;
  statusCode?: number;
  status?: number;
  header?: Record<string, unknown>;
  headers?: Record<string, unknown>;
}

export interface RequestError extends RequestAnswer {
  errno?: number;
  errMsg?: string;
  /** Alipay's words for the two above. */
  error?: number;
  errorMessage?: string;
}

/** How the mini-program was opened. */
export interface Launch {
  path?: string;
  scene?: number | string;
  query?: Record<string, unknown>;
  referrerInfo?: { appId?: string };
  shareTicket?: string;
}

interface Device {
  platform?: string;
  system?: string;
}
