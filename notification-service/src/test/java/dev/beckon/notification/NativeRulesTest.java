package dev.beckon.notification;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
