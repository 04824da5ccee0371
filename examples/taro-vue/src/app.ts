import './tracking';
import { createApp } from 'vue';

// Taro hands over what a page renders.
export default createApp({});
