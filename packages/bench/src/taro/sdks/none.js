// The app without any tracking: what the others are weighed against.
const nothing = () => {};

export const init = () => ({ track: nothing, setConsent: nothing });
export const useTrack = () => nothing;
export const usePageTracking = nothing;
