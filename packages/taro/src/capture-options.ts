import { readers } from '@pugmark/core';

/** What is captured without a line in any page. */
export interface CaptureOptions {
  /** `app_launch`, `app_show`, `app_hide`. Default `true`. */
  captureApp?: boolean | undefined;
  /** `page_view`, `page_leave`. Default `true`. */
  capturePages?: boolean | undefined;
  /** `share_action`, of pages that have a share handler of their own. Default `true`. */
  captureShares?: boolean | undefined;
  /** `button_click`, of elements that handle a tap. Default `false`. */
  captureClicks?: boolean | undefined;
  /** `error_occurred`: script errors and rejections that nobody handled. Default `false`. */
  captureErrors?: boolean | undefined;
  /** `network_change`. Default `true`. */
  captureNetwork?: boolean | undefined;
  /** Paths of pages that are not captured, such as `/pages/login/index`. */
  excludePages?: string[] | undefined;
  /** Titles of pages by path, where the title bar has none or another. */
  pageTitles?: Record<string, string> | undefined;
}

/** Every option of the captures as it is used. */
export interface ResolvedCaptureOptions {
  captureApp: boolean;
  capturePages: boolean;
  captureShares: boolean;
  captureClicks: boolean;
  captureErrors: boolean;
  captureNetwork: boolean;
  excludePages: string[];
  pageTitles: Record<string, string>;
}

export const CAPTURE_READERS = {
  captureApp: readers.flag(true),
  capturePages: readers.flag(true),
  captureShares: readers.flag(true),
  captureClicks: readers.flag(false),
  captureErrors: readers.flag(false),
  captureNetwork: readers.flag(true),
  excludePages: readers.list<string>('a list of paths'),
  pageTitles: readers.record<Record<string, string>>('an object of titles by path'),
};
