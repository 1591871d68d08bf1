// Types are the app's matter, not parity's, and checking them would pull @types/react into the recording.
module.exports = { typescript: { ignoreBuildErrors: true } };
