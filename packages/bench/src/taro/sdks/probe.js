// The package as it is, within reach of the measurements.
import { flush, track } from 'pugmark-taro';

export * from 'pugmark-taro';

/* global wx */
wx.pugmark = { track, flush };
