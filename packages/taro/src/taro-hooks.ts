/** Options of a page as Taro hands them to the platform. */
export type PageObject = Record<string, unknown>;

/** The parts of a Taro event and of the node that handles it that are read. */
export interface TaroEvent {
  type?: string;
  mpEvent?: { timeStamp?: number };
}
export interface TaroNode {
  uid?: string;
  nodeName?: string;
  props?: Record<string, unknown>;
  textContent?: string;
  /** Taro's own table of who listens. */
  __handlers?: Record<string, unknown>;
}

/** What is used of Taro's runtime. */
export interface TaroHooks {
  on(name: 'modifyPageObject', listener: (page: PageObject) => void): void;
  tap(name: 'modifyTaroEvent', listener: (event: TaroEvent, node: TaroNode) => void): void;
}
