/** What is captured without a line in any page. */
export interface CaptureOptions {
  /** `app_launch`, `app_show`, `app_hide`. Default `true`. */
  captureApp?: boolean;
  /** `page_view`, `page_leave`. Default `true`. */
  capturePages?: boolean;
  /** `share_action`, of pages that have a share handler of their own. Default `true`. */
  captureShares?: boolean;
  /** `button_click`, of elements that handle a tap. Default `false`. */
  captureClicks?: boolean;
  /** `error_occurred`: script errors and rejections that nobody handled. Default `false`. */
  captureErrors?: boolean;
  /** `network_change`. Default `true`. */
  captureNetwork?: boolean;
  /** Paths of pages that are not captured, such as `/pages/login/index`. */
  excludePages?: string[];
  /** Titles of pages by path, where the title bar has none or another. */
  pageTitles?: Record<string, string>;
}

/** Also tells `resolveOptions` the types. */
export const CAPTURE_DEFAULTS = {
  captureApp: true,
  capturePages: true,
  captureShares: true,
  captureClicks: false,
  captureErrors: false,
  captureNetwork: true,
  excludePages: [] as string[],
  pageTitles: {} as Record<string, string>,
};

export type ResolvedCaptureOptions = typeof CAPTURE_DEFAULTS;
